import { CommitImport } from './commit-import.js';
import { ImportBatchRepository } from './import-batch.repository.js';
import { ImportsController } from './imports.controller.js';
import { PreviewImport } from './preview-import.js';

export const importProviders = [ImportBatchRepository, PreviewImport, CommitImport];
export const importControllers = [ImportsController];
