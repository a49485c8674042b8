import { startRoom } from '@turnstone/assessments-web/room/start-room';

startRoom().catch((thrown: unknown) => console.error(thrown));
