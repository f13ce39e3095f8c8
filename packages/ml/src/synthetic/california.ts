import { createRandom } from "../random";

/** A place in degrees. */
export interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

/** A settled area: where it is, how many of the state's blocks it has, how far it spreads and how dear it is. */
export interface Area extends Place {
  readonly share: number;
  /** Standard deviation of its blocks' distance from the centre, in degrees. */
  readonly spread: number;
  /** Added to the logarithm of prices. */
  readonly dearness: number;
}

const area = (
  latitude: number,
  longitude: number,
  share: number,
  spread: number,
  dearness: number,
): Area => ({
  latitude,
  longitude,
  share,
  spread,
  dearness,
});

/** Rough census geography: the coast's cities are dear, the valley and the desert are not. */
export const AREAS: readonly Area[] = [
  area(34.05, -118.28, 21, 0.14, 0.27), // Los Angeles
  area(34.2, -118.48, 9, 0.12, 0.3), // San Fernando Valley
  area(33.98, -118.06, 10, 0.12, 0.1), // eastern Los Angeles County
  area(33.84, -118.2, 5, 0.07, 0.16), // Long Beach
  area(33.75, -117.9, 8, 0.12, 0.22), // Orange County
  area(34.08, -117.5, 8, 0.2, -0.28), // San Bernardino and Riverside
  area(33.75, -116.6, 2, 0.3, -0.35), // the desert
  area(32.8, -117.1, 7, 0.12, 0.06), // San Diego
  area(33.15, -117.2, 2.5, 0.12, 0.12), // its northern county
  area(37.76, -122.42, 4, 0.05, 0.42), // San Francisco
  area(37.82, -122.22, 6, 0.1, 0.06), // Oakland and Berkeley
  area(37.88, -122.25, 0.8, 0.03, 0.54), // the Berkeley hills
  area(37.33, -121.93, 7, 0.11, 0.25), // San Jose
  area(37.52, -122.3, 3, 0.08, 0.45), // the peninsula
  area(37.95, -122.0, 4, 0.14, 0), // beyond the hills
  area(38.05, -122.55, 1.5, 0.09, 0.4), // Marin
  area(38.42, -122.7, 2, 0.14, 0.1), // Santa Rosa
  area(38.58, -121.4, 6, 0.18, -0.28), // Sacramento
  area(37.8, -121.1, 4, 0.25, -0.3), // Stockton and Modesto
  area(36.75, -119.75, 4, 0.22, -0.5), // Fresno
  area(36.2, -119.3, 2, 0.25, -0.55), // Visalia
  area(35.38, -119.0, 2.5, 0.14, -0.48), // Bakersfield
  area(34.3, -119.1, 2.5, 0.14, 0.16), // Ventura
  area(34.44, -119.75, 1.5, 0.09, 0.35), // Santa Barbara
  area(35.2, -120.55, 1.5, 0.2, 0.08), // San Luis Obispo
  area(36.75, -121.7, 2.5, 0.18, 0.22), // Monterey and Santa Cruz
  area(39.3, -121.4, 2.5, 0.4, -0.42), // the northern valley
  area(40.6, -122.3, 1.5, 0.35, -0.45), // Redding
  area(40.7, -124.05, 1, 0.2, -0.32), // the northern coast
  area(38.7, -120.6, 1.5, 0.4, -0.2), // the mountains
  area(34.65, -118.05, 1.5, 0.15, -0.2), // Antelope Valley
];

/** Santa Catalina, the one island with blocks. */
export const ISLAND: Place = { latitude: 33.36, longitude: -118.4 };

/** The coast line from north to south: latitude, longitude. */
const COAST: readonly (readonly [number, number])[] = [
  [42.0, -124.22],
  [40.4, -124.36],
  [39.3, -123.82],
  [38.3, -123.05],
  [37.8, -122.52],
  [37.5, -122.5],
  [36.95, -122.08],
  [36.6, -121.95],
  [35.6, -121.16],
  [34.9, -120.66],
  [34.46, -120.4],
  [34.39, -119.7],
  [34.15, -119.22],
  [34.03, -118.55],
  [33.75, -118.42],
  [33.6, -117.92],
  [33.2, -117.4],
  [32.5, -117.13],
];

/** The bay's shore as a line of points through its middle. */
const BAY: readonly (readonly [number, number])[] = [
  [38.05, -122.3],
  [37.9, -122.38],
  [37.75, -122.3],
  [37.6, -122.2],
  [37.47, -122.05],
];

/** Degrees of longitude are shorter than those of latitude, here by this factor. */
const LONGITUDE_SCALE = 0.8;

export function distance(a: Place, b: Place): number {
  return Math.hypot(a.latitude - b.latitude, (a.longitude - b.longitude) * LONGITUDE_SCALE);
}

export const coastDistance = (place: Place): number => lineDistance(place, COAST);
export const bayDistance = (place: Place): number => lineDistance(place, BAY);

/** True west of the coast line. */
export function isSea({ latitude, longitude }: Place): boolean {
  const south = COAST.findIndex(([at]) => at <= latitude);
  if (south <= 0) return false;
  const [[northLatitude, west], [southLatitude, east]] = [COAST[south - 1], COAST[south]];
  const share = (northLatitude - latitude) / (northLatitude - southLatitude);
  return longitude < west + share * (east - west);
}

function lineDistance(place: Place, line: readonly (readonly [number, number])[]): number {
  let nearest = Infinity;
  for (let i = 1; i < line.length; i++)
    nearest = Math.min(nearest, segmentDistance(place, line[i - 1], line[i]));
  return nearest;
}

function segmentDistance(
  place: Place,
  from: readonly [number, number],
  to: readonly [number, number],
): number {
  const [y, x] = [place.latitude - from[0], (place.longitude - from[1]) * LONGITUDE_SCALE];
  const [dy, dx] = [to[0] - from[0], (to[1] - from[1]) * LONGITUDE_SCALE];
  const along = Math.min(1, Math.max(0, (x * dx + y * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - along * dx, y - along * dy);
}

interface Neighbourhood extends Place {
  readonly radius: number;
  /** Added to the logarithm of incomes. */
  readonly wealth: number;
  /** Added to the logarithm of prices beyond what income explains. */
  readonly charm: number;
}

/** The same for every seed: tables drawn with different seeds come from the same state. */
const NEIGHBOURHOODS: readonly (readonly Neighbourhood[])[] = drawNeighbourhoods();

function drawNeighbourhoods(): Neighbourhood[][] {
  const random = createRandom(1990);
  return AREAS.map((center) =>
    Array.from({ length: Math.round(4 + center.share) }, () => ({
      latitude: center.latitude + random.normal() * center.spread,
      longitude: center.longitude + (random.normal() * center.spread) / LONGITUDE_SCALE,
      radius: center.spread * (0.2 + 0.4 * random.next()),
      wealth: 0.38 * random.normal(),
      charm: 0.24 * random.normal(),
    })),
  );
}

/** How the neighbourhoods around a place bend its incomes and prices. */
export function neighbourhoodEffect(areaIndex: number, place: Place): { wealth: number; charm: number } {
  let [wealth, charm] = [0, 0];
  for (const each of NEIGHBOURHOODS[areaIndex]) {
    const nearness = Math.exp(-0.5 * (distance(place, each) / each.radius) ** 2);
    wealth += nearness * each.wealth;
    charm += nearness * each.charm;
  }
  return { wealth, charm };
}
