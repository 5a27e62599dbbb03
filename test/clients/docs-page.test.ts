import { expect, test } from '@jest/globals';
import { inChromium } from './a-demo.ts';

inChromium('The page to try the API', {}, (demo) => {
  test('shows the operations and sends a request with the key of the demo, and asks no other origin for anything', async () => {
    const context = await demo().browser.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));

    await page.goto(`${demo().app.url}/docs`);
    const operation = page.locator('#operations-Lastcall-getV1ApiKeys');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table .response-col_status').getByText('200').waitFor();

    const elsewhere = requested.filter((url) => !url.startsWith(demo().app.url) && !url.startsWith('data:'));
    expect([elsewhere, complaints]).toEqual([[], []]);
    expect(requested).toContain(`${demo().app.url}/v1/api-keys`);
    await context.close();
  });
});
