import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { AccountStore } from './account-store.js';

/** Holds the account for all of its pages, and ends with them. */
@Component({
  selector: 'ts-account-room',
  imports: [RouterOutlet],
  providers: [AccountStore],
  template: `<router-outlet />`,
})
export class AccountRoom {}
