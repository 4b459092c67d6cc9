import { useConfiguration } from './configuration-context';

/** Logo and name of the product. */
export function Brand() {
  const { title, logo } = useConfiguration().branding;
  return (
    <span className="brand">
      {logo === undefined ? <BrandMark /> : <img className="brand__logo" src={logo} alt="" width={32} height={32} />}
      <span className="brand__title">{title}</span>
    </span>
  );
}

function BrandMark() {
  return (
    <svg className="brand__logo" viewBox="0 0 32 32" width={32} height={32} aria-hidden="true" focusable="false">
      <rect className="brand__ground" width="32" height="32" rx="8" />
      <path className="brand__figure" d="M8 23V12.5L16 8l8 4.5V23h-5.5v-6h-5v6z" />
    </svg>
  );
}
