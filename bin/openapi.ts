import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { clientTypesOf } from './openapi/client-types.ts';
import { openApiText } from './openapi/document.ts';
import { documentedRoutes } from './openapi/routes.ts';

// npm run openapi: writes the document that GET /v1/openapi.json answers with, and the types of the client, after a route has changed.

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(resolve(root, 'docs/dialects.md'), 'utf8');
const document = openApiText(documentedRoutes, page);
writeFileSync(resolve(root, 'functions/dialects/native/openapi.json'), document);
writeFileSync(resolve(root, 'clients/api/operations.ts'), clientTypesOf(document));
