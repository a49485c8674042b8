import type { Router } from '@angular/router';
import { goInAs } from './phone.js';

/**
 * Leads somebody who is signed in to the pages on which a record is answered: `assessment` and the `token` that startRecord
 * answered. Those pages stand outside every place, so the way back is the browser's own, or the link that they are given:
 * `back` is an address of this app.
 */
export async function openRoomWith(router: Router, assessment: string, token: string, back?: string): Promise<void> {
  goInAs(assessment, token);
  await router.navigateByUrl('/room', back === undefined ? {} : { state: { back } });
}
