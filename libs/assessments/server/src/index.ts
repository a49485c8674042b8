export { AssessmentsHttpModule } from './assessments.module.js';
export { AssessmentsJobsModule, assessmentsJobs, assessmentsSweeps } from './assessments-jobs.module.js';
export { AddTool } from './tools/add-tool.js';
export { ToolsModule } from './tools/tools.module.js';
export { readToolPack, writeToolPack } from './tools/read-tool-pack.js';
