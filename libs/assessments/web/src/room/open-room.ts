import type { Router } from '@angular/router';
import { goInAs } from './phone.js';

/**
 * Leads somebody who is signed in to the pages on which a record is answered: `assessment`, and the `token` that startRecord
 * answered. `back` is the address in this app that those pages lead back to.
 */
export async function openRoomWith(router: Router, assessment: string, token: string, back?: string): Promise<void> {
  goInAs(assessment, token, back);
  await router.navigateByUrl('/room');
}
