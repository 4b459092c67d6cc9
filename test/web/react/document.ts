/**
 * The document for React. It must be imported first, because React looks for it when it is loaded. Requests use the `fetch` of Node.js,
 * with a real API.
 */
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><html><body></body></html>', { url: 'https://app.example.com/' });

const { document, navigator } = window;
Object.assign(globalThis, { window, document, navigator, IS_REACT_ACT_ENVIRONMENT: true });
