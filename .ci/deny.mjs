// Licences, forbidden crates and sources of what we depend on, by the lists of deny.toml. Needs nothing but cargo and node,
// so that no machine leaves it out; whoever has cargo-deny gets more from the same file: `cargo deny check`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const rules = readFileSync('deny.toml', 'utf8');
const list = /^allow = \[([^\]]*)\]/m.exec(rules)?.[1] ?? '';
const allowed = new Set([...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name));
const forbidden = new Map([...rules.matchAll(/crate = "([^"]+)", reason = "([^"]+)"/g)].map(([, name, why]) => [name, why]));
if (allowed.size === 0 || forbidden.size === 0) throw new Error('deny.toml cannot be read: no licences or no crates in it.');

/** Whether a licence expression (`MIT OR (Apache-2.0 AND ISC)`, the old `MIT/Apache-2.0`) can be met. */
function met(expression) {
  const words = expression.replaceAll('/', ' OR ').replaceAll(/([()])/g, ' $1 ').trim().split(/\s+/);
  const either = () => {
    let good = both();
    while (words[0] === 'OR') {
      words.shift();
      good = both() || good;
    }
    return good;
  };
  const both = () => {
    let good = one();
    while (words[0] === 'AND') {
      words.shift();
      good = one() && good;
    }
    return good;
  };
  const one = () => {
    const word = words.shift();
    if (word === '(') {
      const good = either();
      words.shift();
      return good;
    }
    const name = words[0] === 'WITH' ? `${word} ${words.splice(0, 2).join(' ')}` : word;
    return allowed.has(name) || allowed.has(word);
  };
  return either();
}

const options = { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 };
const { packages } = JSON.parse(execFileSync('cargo', ['metadata', '--format-version', '1', '--locked'], options));
const faults = packages.flatMap(({ name, version, license, license_file, source }) => {
  const found = [];
  const file = license_file ? 'a file of its own' : 'none';
  if (!license || !met(license)) found.push(`licence ${license ?? file} is not among those of deny.toml`);
  if (source && !source.startsWith('registry+')) found.push(`comes from ${source}, which is no registry`);
  if (forbidden.has(name)) found.push(`is not wanted: ${forbidden.get(name)}`);
  return found.map((fault) => `${name} ${version}: ${fault}`);
});
faults.forEach((fault) => console.error(fault));
console.log(`${packages.length} packages, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
