import { Duration } from 'aws-cdk-lib';

/**
 * How old a right may be when it is used. It decides how soon a removed member, a demoted admin, a suspended tenant and an ended session are
 * refused by the web-app API, on the routes of the tenancy and on your own.
 */
export class Freshness {
  /**
   * The authorizer reads the rights from the tables, and API Gateway keeps its decision. A right that has ended is refused after this time at the
   * latest.
   *
   * Each decision costs up to three read units of DynamoDB, and each user needs one again when the last one ends.
   *
   * @param duration Highest age of a right, in whole seconds: 3 seconds to 1 hour. API Gateway keeps a decision for two seconds less.
   */
  public static within(duration: Duration): Freshness {
    return new Freshness(duration);
  }

  /**
   * The authorizer reads the rights from the tables for each request. API Gateway keeps no decisions.
   *
   * Each request waits for the authorizer, and costs its call and up to three read units of DynamoDB.
   */
  public static eachRequest(): Freshness {
    return new Freshness('each-request');
  }

  /**
   * The token decides alone. A right that has ended can be used until the token expires: an hour by default. The authorizer reads no table.
   */
  public static ofToken(): Freshness {
    return new Freshness('of-token');
  }

  /**
   * @param _age Highest age of a right.
   */
  private constructor(
    /** @internal */
    public readonly _age: Duration | 'each-request' | 'of-token',
  ) {}
}
