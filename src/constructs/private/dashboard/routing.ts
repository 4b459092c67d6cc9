/**
 * Code of the CloudFront Function in front of the pages. Routes of the app, which the browser makes up, lead to the one page
 * that there is; what has a dot in its last segment is a file, and is missing when it is missing.
 *
 * With a domain name, who comes by another name, such as the one that CloudFront gives, is sent to the domain: the API answers pages of
 * that origin alone.
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
 * CloudFront hands on path and query as they were sent, so that nothing is encoded twice. Its JavaScript knows no destructuring.
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
