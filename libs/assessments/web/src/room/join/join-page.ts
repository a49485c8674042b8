import { Component, computed, DestroyRef, effect, ElementRef, inject, input, signal, untracked } from '@angular/core';
import { readCode } from '@turnstone/assessments-rules/join-code';
import type { RoomDoor } from '@turnstone/contract/assessments/room';
import { sectorsOfRoom } from '@turnstone/assessments-rules/answers';
import { dayOf } from '@turnstone/places-web/days';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import type { ErrorLink } from '@turnstone/ui/error-summary/error-summary';
import { Address } from '../address.js';
import { goInAs, newToken, Phone, tokenOfPhone } from '../phone.js';
import { Refused, roomClient, wordsOf } from '../room-client.js';
import { Arrival, RoomHeading } from '../room-heading.js';
import { sectorWords, whoSeesWhat } from '../who-sees-what.js';

const other = 'another one';

/** The door of a room: the code, then who one is in it, on one page each. */
@Component({
  selector: 'ts-join-page',
  imports: [ErrorSummary, RoomHeading],
  templateUrl: './join-page.html',
})
export class JoinPage {
  /** From the address; absent where it has still to be typed. */
  readonly code = input<string>();

  readonly #address = inject(Address);
  readonly #arrival = inject(Arrival);
  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef);
  /** Made once: a request that is sent twice is joining once. */
  readonly #token = newToken();
  #looked = false;
  protected readonly door = signal<RoomDoor | null>(null);
  protected readonly why = signal<'asking' | 'wrong' | 'many' | 'unreachable' | null>(null);
  protected readonly words = signal('');
  protected readonly errors = signal<readonly ErrorLink[]>([]);
  protected readonly busy = signal(false);
  protected readonly sector = signal<string | null>(null);
  protected readonly organisation = signal('');
  protected readonly other = other;
  protected readonly sectors = sectorsOfRoom.map((id) => ({ id, ...sectorWords[id] }));
  protected readonly typed = computed(() => (this.why() === 'wrong' ? '' : (this.code() ?? '')));
  protected readonly organisations = computed(() => {
    const all = this.door()?.organisations ?? [];
    const sector = this.sector();
    return sector === null || sector === '' ? all : all.filter((one) => one.sector === sector);
  });
  protected readonly sees = computed(() => {
    const door = this.door();
    return door && whoSeesWhat(door, door.closesOn);
  });
  protected readonly until = computed(() => {
    const day = this.door()?.closesOn;
    return day ? dayOf(day) : null;
  });

  constructor() {
    effect(() => {
      const code = this.code();
      untracked(() => void this.look(code));
    });
    const online = (): void => {
      if (this.why() === 'unreachable') void this.look(this.code());
    };
    window.addEventListener('online', online);
    inject(DestroyRef).onDestroy(() => window.removeEventListener('online', online));
  }

  protected wrong(field: string): string | undefined {
    return this.errors().find(({ href }) => href === `#${field}`)?.text;
  }

  protected type(submit: Event): void {
    submit.preventDefault();
    const typed = String(new FormData(submit.target as HTMLFormElement).get('code') ?? '');
    const read = readCode(typed);
    if (!read.ok) {
      this.errors.set([{ text: read.reason, href: '#code' }]);
      return;
    }
    this.errors.set([]);
    // The same code again is asked again: the room may have been opened meanwhile.
    if (read.code === this.code()) void this.look(read.code);
    else this.#address.go(`/join/${read.code}`);
  }

  protected async look(code: string | undefined): Promise<void> {
    const again = this.#looked;
    this.#looked = true;
    this.door.set(null);
    this.errors.set([]);
    if (code === undefined) {
      this.why.set(null);
      return;
    }
    // Six characters are a code that somebody may have typed; what is longer came in a link.
    const read = readCode(code);
    if (!read.ok && code.replaceAll(' ', '').length <= 8) {
      this.#no('wrong', read.reason);
      return;
    }
    this.why.set('asking');
    try {
      const door = await roomClient.lookAt(code);
      if (tokenOfPhone(door.assessment) !== null) {
        goInAs(door.assessment, tokenOfPhone(door.assessment)!);
        this.#address.go('/room', true);
        return;
      }
      if (again) this.#arrival.nextStep();
      this.why.set(null);
      this.door.set(door);
    } catch (thrown) {
      if (again) this.#arrival.nextStep();
      const status = thrown instanceof Refused ? thrown.status : 0;
      if (status === 400 || status === 404) this.#no('wrong', wordsOf(thrown));
      else this.#no(status === 429 ? 'many' : 'unreachable', wordsOf(thrown));
    }
  }

  protected async join(submit: Event): Promise<void> {
    submit.preventDefault();
    const door = this.door();
    const code = this.code();
    if (!door || code === undefined || this.busy()) return;
    const form = new FormData(submit.target as HTMLFormElement);
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const sector = form.get('sector');
    const errors: ErrorLink[] = [];
    if (sector === null) errors.push({ text: 'Choose your sector, or “Prefer not to say”', href: '#sector' });
    const named = text('organisation') === other ? text('otherOrganisation') : text('organisation');
    if (text('organisation') === other && named === '')
      errors.push({ text: 'Write the name of your organisation, or choose none', href: '#otherOrganisation' });
    if (door.identities === 'named' && text('name') === '') errors.push({ text: 'Write your name', href: '#name' });
    this.errors.set(errors);
    if (errors.length > 0) return;
    this.busy.set(true);
    try {
      const { assessment } = await roomClient.join(code, {
        token: this.#token,
        sector: sectorsOfRoom.find((one) => one === sector) ?? null,
        organisation: named === '' ? null : named,
        name: door.identities === 'named' ? text('name') : null,
      });
      goInAs(assessment, this.#token);
      if (door.closesOn !== null) new Phone(assessment).write('closesOn', door.closesOn);
      this.#arrival.nextStep();
      this.#address.go('/room', true);
    } catch (thrown) {
      const fields = thrown instanceof Refused ? thrown.fields : [];
      this.errors.set(
        fields.length > 0
          ? fields.map(({ path, reason }) => ({ text: reason, href: `#${path}` }))
          : [{ text: wordsOf(thrown) }],
      );
    } finally {
      this.busy.set(false);
    }
  }

  protected chooseSector(sector: string): void {
    this.sector.set(sector);
    const field = this.#element.nativeElement.querySelector<HTMLSelectElement>('#organisation');
    if (this.organisation() === other || !field) return;
    this.organisation.set('');
    field.value = '';
  }

  #no(why: 'wrong' | 'many' | 'unreachable', words: string): void {
    this.why.set(why);
    this.words.set(words);
  }
}
