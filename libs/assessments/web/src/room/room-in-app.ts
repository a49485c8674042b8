import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { RoomApp } from './room-app.js';

/**
 * The participants' pages inside the app, where their own bundle is missing: in development. It leans on the router like every
 * other page of the app; the bundler then leaves what all of them share in one file.
 */
@Component({
  selector: 'ts-room-in-app',
  imports: [RoomApp, RouterLink],
  template: `
    <ts-turnstone />
    <p class="ts-room"><a routerLink="/">Leave for the pages of members</a></p>
  `,
})
export class RoomInApp {}
