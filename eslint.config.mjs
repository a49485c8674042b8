// The walls of the house. Two laws hold at once: what a layer may import, and which way areas point.
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import ts from 'typescript-eslint';

const layer = (name, may, external) => ({
  sourceTag: `layer:${name}`,
  onlyDependOnLibsWithTags: may.map((other) => `layer:${other}`),
  ...external,
});
const area = (name, below) => ({
  sourceTag: `area:${name}`,
  onlyDependOnLibsWithTags: [`area:${name}`, 'area:shared', ...below.map((other) => `area:${other}`)],
});

const browserOnly = ['@angular/*', 'rxjs', 'govuk-frontend', '@swimlane/*'];
const serverOnly = [
  '@nestjs/*',
  'fastify',
  '@fastify/*',
  'pg',
  'pg-*',
  'node-pg-migrate',
  'bullmq',
  'ioredis',
  'csv-parse',
  'yaml',
  'reflect-metadata',
];

export const depConstraints = [
  layer('rules', ['rules'], { allowedExternalImports: [] }),
  layer('contract', ['contract', 'rules'], { allowedExternalImports: ['zod', 'zod/mini'] }),
  layer('drawing', ['drawing'], { allowedExternalImports: [] }),
  layer('platform', ['platform', 'contract'], { bannedExternalImports: ['@angular/*', 'govuk-frontend'] }),
  layer('server', ['server', 'rules', 'contract', 'platform', 'drawing'], {
    bannedExternalImports: ['@angular/*', 'govuk-frontend'],
  }),
  layer('ui', ['ui', 'drawing'], { allowedExternalImports: ['@angular/*', 'rxjs', 'govuk-frontend'] }),
  layer('web', ['web', 'ui', 'contract', 'rules'], { bannedExternalImports: serverOnly }),
  layer('app', ['server', 'web', 'ui', 'rules', 'contract', 'platform', 'drawing', 'app'], {}),
  {
    sourceTag: 'side:server',
    onlyDependOnLibsWithTags: ['layer:server', 'layer:rules', 'layer:contract', 'layer:platform', 'side:server'],
    bannedExternalImports: browserOnly.filter((name) => name !== 'rxjs'),
  },
  {
    sourceTag: 'side:web',
    onlyDependOnLibsWithTags: ['layer:web', 'layer:ui', 'layer:rules', 'layer:contract', 'layer:drawing'],
    bannedExternalImports: serverOnly,
  },
  area('places', []),
  area('assessments', ['places']),
  area('indicators', ['places']),
  area('frameworks', ['indicators', 'places']),
  area('improvement', ['frameworks', 'assessments', 'indicators', 'places']),
  area('publishing', ['improvement', 'frameworks', 'assessments', 'indicators', 'places']),
  { sourceTag: 'area:shared', onlyDependOnLibsWithTags: ['*'] },
];

const restrict = (message, ...group) => ({ 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] });

export default ts.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      '.angular/**',
      '.turnstone/**',
      'test-results/**',
      'playwright-report/**',
    ],
  },
  js.configs.recommended,
  { files: ['**/*.ts'], extends: [...ts.configs.recommended] },
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: false, allow: [], depConstraints }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-console': 'off',
    },
  },
  {
    // Nx does not see Node's own modules: rules and drawings run anywhere, so they name none. Specs are excepted.
    files: [
      'libs/*/rules/src/**/*.ts',
      'libs/drawing/src/**/*.ts',
      'libs/contract/src/**/*.ts',
      'libs/ui/src/**/*.ts',
      'libs/*/web/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: restrict(
      'This room runs in a browser too: no module of Node here.',
      'node:*',
      'fs',
      'path',
      'crypto',
      'url',
    ),
  },
  {
    files: ['libs/*/rules/src/**/*.spec.ts', 'libs/drawing/src/**/*.spec.ts', 'libs/contract/src/**/*.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    files: ['libs/*/server/src/**/*.controller.ts'],
    rules: restrict('A controller asks a use case or a repository; it speaks no SQL.', 'pg', 'pg-*', 'node-pg-migrate'),
  },
  {
    files: ['libs/*/server/src/**/*.repository.ts'],
    rules: restrict('A repository knows no HTTP.', '*.controller.js', 'fastify', '@fastify/*'),
  },
  {
    files: ['libs/*/server/src/**/*.ts'],
    ignores: [
      '**/*.controller.ts',
      '**/*.module.ts',
      '**/*.job.ts',
      '**/*.repository.ts',
      '**/*.spec.ts',
      '**/index.ts',
      'libs/places/server/src/access/**',
      'libs/places/server/src/sessions/**',
    ],
    rules: restrict(
      'A use case knows neither HTTP nor the queue: it is called by a controller or a job, and announces through the outbox.',
      '*.controller.js',
      'fastify',
      '@fastify/*',
      'bullmq',
      'ioredis',
    ),
  },
  {
    files: ['libs/**/*.ts', 'apps/web/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'The environment is read once, in platform/config.' },
      ],
    },
  },
  {
    files: ['libs/platform/src/**/*.ts', '**/*.spec.ts', 'libs/**/testing.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['apps/web/**/*.ts', 'libs/ui/**/*.ts', 'libs/*/web/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
  },
  {
    files: ['apps/web/**/*.html', 'libs/ui/**/*.html', 'libs/*/web/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        performance: 'readonly',
        TextDecoder: 'readonly',
        FormData: 'readonly',
        Blob: 'readonly',
        document: 'readonly',
        window: 'readonly',
      },
    },
  },
);
