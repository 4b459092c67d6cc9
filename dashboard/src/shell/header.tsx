import { NavLink } from 'react-router';
import { Account } from './account';
import { Brand } from './brand';

export function Header() {
  return (
    <header className="header">
      <div className="header__inner">
        <Brand />
        <nav className="nav" aria-label="Main">
          <NavLink to="/" end className="nav__link">Tenant</NavLink>
          <NavLink to="/tenants" className="nav__link">My tenants</NavLink>
        </nav>
        <Account />
      </div>
    </header>
  );
}
