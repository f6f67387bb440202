import react from '@vitejs/plugin-react';
import mantine from 'postcss-preset-mantine';
import { defineConfig, type Plugin } from 'vite';

/**
 * Operations are written as graphql(`…`) beside what uses them. The generated function looks the text up in one table,
 * which would put every operation, as text and as document, into the first chunk. Here each call becomes an import of
 * its own document, so that a screen that is loaded later brings its operations with it.
 */
function ownDocuments(): Plugin {
  const call = /graphql\(\s*`\s*(query|mutation|subscription|fragment) (\w+)[^`]*`,?\s*\)/gu;
  return {
    name: 'own-documents',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.tsx?$/u.test(id) || id.includes('/src/gql/') || !code.includes('graphql(`')) return null;
      const names = new Set<string>();
      const replaced = code.replace(call, (_call, kind: string, name: string) => {
        const document = `${name}${kind === 'fragment' ? 'FragmentDoc' : 'Document'}`;
        names.add(document);
        return document;
      });
      return { code: `import { ${[...names].join(', ')} } from '/src/gql/graphql.ts';\n${replaced}`, map: null };
    },
  };
}

const desk = process.env.DESK_URL ?? 'http://127.0.0.1:4000';
const proxy = {
  '/graphql': { target: desk, ws: true, changeOrigin: false },
  '/api': { target: desk },
  '/attachments': { target: desk },
  '/originals': { target: desk },
  '/demo': { target: desk },
};

export default defineConfig({
  plugins: [ownDocuments(), react()],
  css: { postcss: { plugins: [mantine()] } },
  server: { port: 4200, proxy },
  preview: { port: 4201, proxy },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 400 },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0]);
