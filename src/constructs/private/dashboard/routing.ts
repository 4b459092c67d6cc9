/**
 * Returns the code of the CloudFront Function in front of the pages. Paths without a dot in the last segment are routes of the page, and
 * lead to `index.html`. All other paths are files; a missing file is an error.
 *
 * With a domain name, requests for another host name, such as CloudFront's own, are redirected to the domain, because the API allows only
 * the domain's origin.
 */
export function dashboardRouting(domainName: string | undefined): string {
  return `function handler(event) {
  const request = event.request;
${domainName === undefined ? '' : redirect(domainName)}  if (!/\\.[^/]*$/.test(request.uri)) {
    request.uri = '/index.html';
  }
  return request;
}
`;
}

/**
 * Path and query arrive as the browser sent them, so encoding them again would be wrong. The runtime supports no destructuring.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
function redirect(domainName: string): string {
  return `  if (request.headers.host.value !== '${domainName}') {
    const query = [];
    Object.keys(request.querystring).forEach((name) => {
      const parameter = request.querystring[name];
      (parameter.multiValue || [parameter]).forEach((one) => query.push(one.value === '' ? name : name + '=' + one.value));
    });
    return {
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      headers: {
        location: { value: 'https://${domainName}' + request.uri + (query.length > 0 ? '?' + query.join('&') : '') },
        'cache-control': { value: 'no-cache' },
      },
    };
  }
`;
}
