export { assessmentRoutes } from './assessments/assessments.routes.js';
export { consoleRoutes } from './console.routes.js';
export { openRoomWith } from './room/open-room.js';
export { resultsRoutes } from './results/results.routes.js';
export { roomRoutes } from './room/room.routes.js';
export { toolRoutes } from './tools/tools.routes.js';
