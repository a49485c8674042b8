import { CommitImport } from './commit-import.js';
import { ImportBatchRepository } from './import-batch.repository.js';
// eslint-disable-next-line no-restricted-imports -- no use case: this file lists what the module of indicators takes
import { ImportsController } from './imports.controller.js';
import { PreviewImport } from './preview-import.js';

export const importProviders = [ImportBatchRepository, PreviewImport, CommitImport];
export const importControllers = [ImportsController];
