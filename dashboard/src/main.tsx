import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CrashBoundary } from './app/crash-boundary';
import { Start } from './app/start';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CrashBoundary>
      <Start />
    </CrashBoundary>
  </StrictMode>,
);
