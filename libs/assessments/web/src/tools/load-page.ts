import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import type { ElementRef } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addTool, checkTool } from '@turnstone/contract/assessments/tools';
import type { Tool, ToolMessage } from '@turnstone/contract/assessments/tools';
import { ContractClient, PageHeading } from '@turnstone/places-web';
import { FormSending } from '@turnstone/places-web/form/form-sending';
import { ErrorSummary } from '@turnstone/ui/error-summary/error-summary';
import { countSaid } from '../assessments/plain-words.js';
import { ToolMatrix } from './tool-matrix.js';

const MOST_BYTES = 400_000;

/** A pack from a file or from the clipboard: looked at first, with what is wrong line by line; kept only then. */
@Component({
  selector: 'ts-load-page',
  imports: [RouterLink, PageHeading, ErrorSummary, ToolMatrix],
  templateUrl: './load-page.html',
})
export class LoadPage {
  readonly place = input.required<string>();

  readonly #client = inject(ContractClient);
  readonly #router = inject(Router);
  private readonly box = viewChild<ElementRef<HTMLTextAreaElement>>('box');
  private readonly outcome = viewChild<ElementRef<HTMLElement>>('outcome');
  protected readonly form = new FormSending();
  protected readonly pack = signal('');
  protected readonly messages = signal<readonly ToolMessage[]>([]);
  /** What was checked and is right; null as soon as the text is another one. */
  protected readonly tool = signal<Tool | null>(null);
  protected readonly finding = computed(() => {
    const tool = this.tool();
    if (tool) return `${tool.title} can be kept`;
    const faults = this.messages().length;
    return faults === 0 ? '' : `${countSaid(faults, 'thing', 'things')} to put right before this can be kept`;
  });

  protected write(pack: string): void {
    this.pack.set(pack);
    this.tool.set(null);
  }

  protected async take(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.messages.set([]);
    this.form.clear();
    if (file.size > MOST_BYTES)
      return this.form.refuse('file', 'A pack is at most 400 kB. This is another kind of file.');
    this.write(await file.text());
    await this.check();
  }

  protected async check(): Promise<void> {
    if (this.pack().trim() === '') return this.form.refuse('pack', 'Choose a file, or paste the text of a pack');
    const body = { pack: this.pack() };
    const sent = await this.form.run(() => this.#client.ask(checkTool, { params: { place: this.place() }, body }));
    if (!sent.ok) return;
    this.messages.set(sent.answer.messages);
    this.tool.set(sent.answer.tool);
    setTimeout(() => this.outcome()?.nativeElement.focus());
  }

  protected async keep(): Promise<void> {
    const body = { adaptedFrom: null, pack: this.pack() };
    const place = this.place();
    const sent = await this.form.run(() => this.#client.ask(addTool, { params: { place }, body }));
    if (sent.ok)
      await this.#router.navigate(['/places', place, 'tools', sent.answer.id], {
        state: { done: 'Kept. It can be used from now on.' },
      });
  }

  /** Marks a line of the text and brings it into view. */
  protected goToLine(line: number): void {
    const box = this.box()?.nativeElement;
    if (!box) return;
    const lines = box.value.split('\n');
    const from = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    box.focus();
    box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    box.scrollTop = Math.max(0, (line - 4) * (box.scrollHeight / lines.length));
  }
}
