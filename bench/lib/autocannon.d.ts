/** The part of autocannon 9 that the benches use; the package has no types of its own. */
declare module 'autocannon' {
  export default function autocannon(options: {
    url: string;
    method: string;
    headers: Record<string, string>;
    body: string | Buffer;
    connections: number;
    duration: number;
    idReplacement: boolean;
    requests?: { setupRequest(request: object): object }[];
  }): Promise<{ '2xx': number; non2xx: number; errors: number }>;
}
