import { Controller, Inject } from '@nestjs/common';
import type { Tool as KeptTool } from '@turnstone/assessments-rules';
import {
  addTool,
  checkTool,
  downloadTool,
  listTools,
  putToolAway,
  readTool,
  type Tool,
  type ToolMessage,
  type ToolSummary,
} from '@turnstone/contract';
import { can, type Actor } from '@turnstone/places-rules';
import { AdmitToPlace, TheActor } from '@turnstone/places-server';
import { Asked, Converse, Refused, type AskedOf } from '@turnstone/platform';
import { AddTool } from './add-tool.js';
import { CheckPack } from './check-pack.js';
import { PutToolAway } from './put-tool-away.js';
import { writeToolPack } from './read-tool-pack.js';
import { toolAsAnswered } from './tool-as-answered.js';
import { ToolRepository } from './tool.repository.js';

@Controller()
export class ToolsController {
  constructor(
    @Inject(AdmitToPlace) private readonly door: AdmitToPlace,
    @Inject(ToolRepository) private readonly tools: ToolRepository,
    @Inject(CheckPack) private readonly packs: CheckPack,
    @Inject(AddTool) private readonly adding: AddTool,
    @Inject(PutToolAway) private readonly puttingAway: PutToolAway,
  ) {}

  @Converse(listTools)
  async listTools(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof listTools>,
  ): Promise<{ tools: ToolSummary[]; mayAdapt: boolean }> {
    const place = await this.door.admit(actor, asked.params.place, 'read assessments');
    return { tools: (await this.tools.all(place.id)).map(toolAsAnswered), mayAdapt: mayAdapt(actor, place.id) };
  }

  @Converse(readTool)
  async readTool(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof readTool>,
  ): Promise<{ summary: ToolSummary; tool: Tool; mayAdapt: boolean }> {
    const { place, row } = await this.#one(actor, asked.params);
    const tool = (await this.tools.tool(place.id, row.id))!;
    return { summary: toolAsAnswered(row), tool: asTool(tool), mayAdapt: mayAdapt(actor, place.id) };
  }

  @Converse(checkTool)
  async checkTool(
    @TheActor() actor: Actor,
    @Asked() asked: AskedOf<typeof checkTool>,
  ): Promise<{ messages: readonly ToolMessage[]; tool: Tool | null }> {
    const place = await this.door.admit(actor, asked.params.place, 'adapt tools');
    const checked = await this.packs.check(place, { adaptedFrom: null, pack: asked.body.pack });
    return checked.ok ? { messages: [], tool: asTool(checked.tool) } : { messages: checked.messages, tool: null };
  }

  @Converse(addTool)
  async addTool(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof addTool>): Promise<{ id: string }> {
    return this.adding.add(actor, { ...asked.body, place: asked.params.place });
  }

  @Converse(downloadTool)
  async downloadTool(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof downloadTool>): Promise<Buffer> {
    const { place, row } = await this.#one(actor, asked.params);
    void asked.reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${row.tool}-${row.version}.yaml"`);
    return Buffer.from(writeToolPack((await this.tools.tool(place.id, row.id))!));
  }

  @Converse(putToolAway)
  async putToolAway(@TheActor() actor: Actor, @Asked() asked: AskedOf<typeof putToolAway>): Promise<ToolSummary> {
    return this.puttingAway.put(actor, { ...asked.params, ...asked.body });
  }

  async #one(actor: Actor, { place: slug, tool }: { place: string; tool: string }) {
    const place = await this.door.admit(actor, slug, 'read assessments');
    const row = await this.tools.one(place.id, tool);
    if (!row) throw Refused.notFound('This place has no such tool.');
    return { place, row };
  }
}

/** The contract's shape of it: lists that may be written to. */
const asTool = (tool: KeptTool): Tool => tool as Tool;

const mayAdapt = (actor: Actor, placeId: string): boolean => can(actor, 'adapt tools', { kind: 'place', id: placeId });
