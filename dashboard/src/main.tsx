import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CrashBoundary } from './start/crash-boundary';
import { Start } from './start/start';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CrashBoundary>
      <Start />
    </CrashBoundary>
  </StrictMode>,
);
