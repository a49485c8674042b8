import type { Router } from '@angular/router';

/**
 * Leads somebody who is signed in to the pages on which a record is answered: `assessment`, and the `token` that startRecord
 * answered. `back` is the address in this app that those pages lead back to.
 */
export async function openRoomWith(router: Router, assessment: string, token: string, back?: string): Promise<void> {
  // Fetched apart: the first load of every page would carry it.
  const { goInAs } = await import('./phone.js');
  goInAs(assessment, token, back);
  await router.navigateByUrl('/room');
}
