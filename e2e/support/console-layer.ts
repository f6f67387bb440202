import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const packageFile = fileURLToPath(new URL('../../packages/console/package.json', import.meta.url));
const entry = fileURLToPath(new URL('../../packages/console/src/features/ticket/clean-html.ts', import.meta.url));

type Vite = { build(options: object): Promise<unknown> };

/** What the console does to a mail's HTML, alone, as a script that makes `layer` of it: `cleanHtml` and `bodyPage`. */
export async function consoleLayer(): Promise<string> {
  const require = createRequire(packageFile);
  const { build } = (await import(pathToFileURL(require.resolve('vite')).href)) as Vite;
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'layer' } },
  });
  const [{ output }] = [result].flat() as [{ output: { code?: string }[] }];
  return output[0]?.code ?? '';
}
