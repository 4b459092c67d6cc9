import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** The body: a string, or a value that is sent as JSON. */
  readonly body?: unknown;
  /** The delay before the response, in milliseconds. */
  readonly afterMs?: number;
  /** Closes the connection without a response. */
  readonly isLost?: boolean;
  /** Sends only half of the body. */
  readonly isCutOff?: boolean;
}

/** A local API with prepared responses. The last one is repeated. */
export class Api {
  static async start(...answers: readonly Answer[]): Promise<Api> {
    const api = new Api([...answers]);
    api.server.listen(0, '127.0.0.1');
    await once(api.server, 'listening');
    return api;
  }

  readonly requests: ReceivedRequest[] = [];
  private readonly server: Server;

  private constructor(private readonly answers: Answer[]) {
    this.server = createServer((request, response) => {
      void (async () => {
        const body = await text(request);
        this.requests.push({ method: request.method, path: request.url, headers: request.headers, body });
        const { status = 200, headers = {}, body: answer = '', afterMs = 0, isCutOff = false, isLost = false } = this.nextAnswer();
        if (isLost) return void request.socket.destroy();
        // The delay must not keep the process running.
        if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs).unref());
        response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
        const sent = typeof answer === 'string' ? answer : JSON.stringify(answer);
        if (isCutOff) response.write(sent.slice(0, sent.length / 2));
        else response.end(sent);
      })();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/prod/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private nextAnswer(): Answer {
    return this.answers.length > 1 ? this.answers.shift()! : this.answers[0];
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export function problem(status: number, detail: string, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: { type: 'about:blank', title: 'Title', status, detail } };
}
