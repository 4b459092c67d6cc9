/**
 * A document for React, which looks for it as soon as it is loaded: imported first. Only that; requests are made by the `fetch` of
 * Node.js, to a real API.
 */
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><html><body></body></html>', { url: 'https://app.example.com/' });

const { document, navigator } = window;
Object.assign(globalThis, { window, document, navigator, IS_REACT_ACT_ENVIRONMENT: true });
