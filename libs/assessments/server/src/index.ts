export { AssessmentsHttpModule } from './assessments.module.js';
export { AssessmentsJobsModule, assessmentsJobs, assessmentsSweeps } from './assessments-jobs.module.js';
