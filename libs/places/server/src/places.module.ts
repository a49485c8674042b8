import { Module } from '@nestjs/common';
import { AdmitToPlace } from './access/admit-to-place.js';
import { PlaceRepository } from './places/place.repository.js';
import { PlacesController } from './places/places.controller.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionRepository } from './sessions/session.repository.js';
import { SessionsController } from './sessions/sessions.controller.js';

@Module({
  providers: [PlaceRepository, AdmitToPlace, SessionRepository, SessionCookie],
  exports: [PlaceRepository, AdmitToPlace, SessionCookie],
})
export class PlacesModule {}

@Module({
  imports: [PlacesModule],
  controllers: [PlacesController, SessionsController],
  providers: [SessionRepository],
})
export class PlacesHttpModule {}
