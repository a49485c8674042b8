export { AssessmentsHttpModule } from './assessments.module.js';
export { AssessmentsJobsModule, assessmentsJobs, assessmentsSweeps } from './assessments-jobs.module.js';
export { AddTool } from './tools/add-tool.js';
export { ToolsModule } from './tools/tools.module.js';
export { MOST_PACK_BYTES, readToolPack, writeToolPack, type ToolPackRead } from './tools/read-tool-pack.js';
