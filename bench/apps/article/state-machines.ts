/** The two machines of the article, in its query language. They do not check whether a tenant exists already. */

export function createTenant(tableName: string, eventBusName: string, applicationName: string): object {
  return {
    StartAt: 'Debug',
    States: {
      'Debug': { Type: 'Pass', Next: 'Generate tenant id' },
      'Generate tenant id': { Type: 'Pass', Parameters: { 'tenantid.$': 'States.UUID()' }, ResultPath: '$.TenantID', Next: 'Create tenant' },
      'Create tenant': put(tableName, { tenantid: { 'S.$': '$.TenantID.tenantid' } }),
      'Prepare event': {
        Type: 'Pass',
        Parameters: {
          'tenantId.$': '$.TenantID.tenantid',
          'email.$': '$.detail.email',
          'userName.$': '$.detail.userName',
          'name.$': '$.detail.name',
        },
        ResultPath: '$.TenantData',
        Next: 'Post event',
      },
      'Post event': publish(eventBusName, `${applicationName}.tenant`, 'created', '$.TenantData'),
    },
  };
}

export function addFirstAdmin(tableName: string, eventBusName: string, applicationName: string): object {
  return {
    StartAt: 'Debug',
    States: {
      'Debug': { Type: 'Pass', Next: 'Map admin' },
      'Map admin': put(tableName, {
        tenantid: { 'S.$': '$.detail.tenantId' },
        userid: { 'S.$': '$.detail.userName' },
        name: { 'S.$': '$.detail.name' },
        email: { 'S.$': '$.detail.email' },
        role: { S: 'admin' },
      }),
      'Prepare event': {
        Type: 'Pass',
        Parameters: {
          'tenantId.$': '$.detail.tenantId',
          'email.$': '$.detail.email',
          'userName.$': '$.detail.userName',
          'name.$': '$.detail.name',
          'role': 'admin',
        },
        ResultPath: '$.TenantUser',
        Next: 'Post event',
      },
      'Post event': publish(eventBusName, `${applicationName}.tenant`, 'adminUserAdded', '$.TenantUser'),
    },
  };
}

function put(TableName: string, Item: object): object {
  return { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', Parameters: { TableName, Item }, ResultPath: null, Next: 'Prepare event' };
}

function publish(EventBusName: string, Source: string, DetailType: string, detail: string): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::events:putEvents',
    Parameters: { Entries: [{ Source, DetailType, 'Detail.$': detail, EventBusName }] },
    End: true,
  };
}
