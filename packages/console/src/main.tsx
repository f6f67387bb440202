import '@fontsource-variable/inter';
import './design/mantine-styles.ts';
import './design/tokens.css';
import './design/global.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { applyContrast } from './app/appearance.ts';
import { theme } from './design/theme.ts';

applyContrast();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <App />
    </MantineProvider>
  </StrictMode>,
);
