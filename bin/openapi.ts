import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openApiText } from './openapi/document.ts';
import { documentedRoutes } from './openapi/routes.ts';

// npm run openapi: writes the document that GET /v1/openapi.json answers with, after a route has changed.

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(resolve(root, 'docs/dialects.md'), 'utf8');
writeFileSync(resolve(root, 'functions/dialects/native/openapi.json'), openApiText(documentedRoutes, page));
