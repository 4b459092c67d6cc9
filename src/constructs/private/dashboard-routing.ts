/**
 * Code of the CloudFront Function in front of the pages. Routes of the app, which the browser makes up, lead to the one page
 * that there is; what has a dot in its last segment is a file, and is missing when it is missing.
 */
export const DASHBOARD_ROUTING = `function handler(event) {
  const request = event.request;
  if (!/\\.[^/]*$/.test(request.uri)) {
    request.uri = '/index.html';
  }
  return request;
}
`;
