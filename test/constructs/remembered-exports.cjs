const LAZY_EXPORT = /_noFold="(\w+)",\{enumerable:!0,configurable:!0,get:\(\)=>(require\("[^"]+"\)(?:\.\w+)?)\}/g;

/**
 * The lowest supported CDK calls `require` each time that one of its exports is read. With Jest's `require`, that took a fifth of the time of
 * the tests of constructs. So an export remembers its value, as in newer versions of the CDK. It has no value during a circular import.
 */
module.exports = {
  process: (source) => ({
    code: source.replace(LAZY_EXPORT, (_, name, value) => `_noFold="${name}",{enumerable:!0,configurable:!0,get:()=>{`
      + `const value=${value};`
      + `if(value!==undefined)Object.defineProperty(exports,"${name}",{enumerable:!0,configurable:!0,value});`
      + 'return value}}'),
  }),
};
