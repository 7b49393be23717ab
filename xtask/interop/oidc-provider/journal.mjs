// The store of oidc-provider: in memory, as its own, with a journal of each change, from which a restart fills it again.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';

const CHANGES = ['upsert', 'consume', 'destroy', 'revokeByGrantId'];

export async function journal(file) {
  const inMemory = createMemoryAdapter();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []) {
    const { model, change, values } = JSON.parse(line);
    await inMemory(model)[change](...values);
  }
  return (model) => {
    const adapter = inMemory(model);
    for (const change of CHANGES) {
      const inMemoryToo = adapter[change].bind(adapter);
      adapter[change] = (...values) => {
        appendFileSync(file, `${JSON.stringify({ model, change, values })}\n`);
        return inMemoryToo(...values);
      };
    }
    return adapter;
  };
}
