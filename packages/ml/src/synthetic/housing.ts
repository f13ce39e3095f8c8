import { createRandom, type Random } from "../random";
import { tableFromColumns, type Table } from "../table";
import {
  AREAS,
  ISLAND,
  bayDistance,
  coastDistance,
  distance,
  isSea,
  neighbourhoodEffect,
  type Place,
} from "./california";

export interface SyntheticHousingOptions {
  /** 20,640 by default, as many as the California housing data has. */
  readonly rows?: number;
  readonly seed?: number;
}

const PROXIMITIES = ["<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"] as const;
const NUMBERS = [
  "longitude",
  "latitude",
  "housing_median_age",
  "total_rooms",
  "total_bedrooms",
  "population",
  "households",
  "median_income",
  "median_house_value",
] as const;

type Block = Readonly<Record<(typeof NUMBERS)[number], number>> & { readonly ocean_proximity: number };

/** Five blocks of the 20,640 are on the island: every so many rows one is. */
const ROWS_PER_ISLAND_BLOCK = 4128;
const MISSING_BEDROOMS = 207 / 20640;
const VALUE_CAP = 500001;
const AGE_CAP = 52;
const INCOME_CAP = 15.0001;
const TYPICAL_INCOME = 3.5;

/**
 * A made-up stand-in for the California housing data of 1990: the same ten columns in the same order with their types,
 * ranges, caps and missing bedrooms, a coast with cities, and a price that can be learned from place, income, age and
 * crowding. The first n rows of a seed are the same for any number of rows; other seeds draw other blocks of the same state.
 */
export function syntheticHousing({ rows = 20640, seed = 42 }: SyntheticHousingOptions = {}): Table {
  const random = createRandom(seed);
  const values = Object.fromEntries(NUMBERS.map((name) => [name, new Float64Array(rows)]));
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const block = drawBlock(random, row % ROWS_PER_ISLAND_BLOCK === ROWS_PER_ISLAND_BLOCK - 1);
    for (const name of NUMBERS) values[name][row] = block[name];
    codes[row] = block.ocean_proximity;
  }
  return tableFromColumns([
    ...NUMBERS.map((name) => ({ name, kind: "number" as const, values: values[name] })),
    { name: "ocean_proximity", kind: "category", codes, categories: [...PROXIMITIES] },
  ]);
}

function drawBlock(random: Random, onIsland: boolean): Block {
  const { place, areaIndex } = onIsland ? drawIsland(random) : drawPlace(random);
  const { wealth, charm } = neighbourhoodEffect(areaIndex, place);
  const age = drawAge(random, areaIndex, place);
  const income = clamp(
    TYPICAL_INCOME * Math.exp(wealth + 0.3 * AREAS[areaIndex].dearness + 0.37 * random.normal()),
    0.4999,
    INCOME_CAP,
  );
  const wealthy = Math.log(income / TYPICAL_INCOME);
  const homes = drawHomes(random, age, wealthy, onIsland);
  const proximity = onIsland ? "ISLAND" : proximityOf(place);
  const logValue =
    LOG_PRICE +
    AREAS[areaIndex].dearness +
    charm +
    INCOME_EFFECT * wealthy +
    seaEffect(place) +
    (onIsland ? ISLAND_EFFECT : 0) -
    0.42 * Math.log(homes.population / homes.households / 2.8) +
    0.005 * (age - 28) +
    drawNoise(random);
  return {
    longitude: round(place.longitude, 2),
    latitude: round(place.latitude, 2),
    housing_median_age: age,
    ...homes,
    total_bedrooms: random.next() < MISSING_BEDROOMS ? NaN : homes.total_bedrooms,
    median_income: round(income, 4),
    median_house_value: toValue(Math.exp(logValue)),
    ocean_proximity: PROXIMITIES.indexOf(proximity),
  };
}

const LOG_PRICE = Math.log(181_000);
const INCOME_EFFECT = 0.78;
const ISLAND_EFFECT = 0.7;

/** Most prices follow the surface closely, one in seven does not. */
function drawNoise(random: Random): number {
  return (random.next() < 1 / 7 ? 0.28 : 0.08) * random.normal();
}

function drawPlace(random: Random): { place: Place; areaIndex: number } {
  const areaIndex = drawArea(random);
  const { latitude, longitude, spread } = AREAS[areaIndex];
  for (;;) {
    const place = {
      latitude: clamp(latitude + spread * random.normal(), 32.54, 41.95),
      longitude: clamp(longitude + (spread * random.normal()) / 0.8, -124.35, -114.31),
    };
    if (!isSea(place)) return { place, areaIndex };
  }
}

function drawIsland(random: Random): { place: Place; areaIndex: number } {
  const place = {
    latitude: ISLAND.latitude + 0.03 * random.normal(),
    longitude: ISLAND.longitude + 0.05 * random.normal(),
  };
  return { place, areaIndex: AREAS.findIndex((each) => each.latitude === 33.75) };
}

const TOTAL_SHARE = AREAS.reduce((sum, { share }) => sum + share, 0);

function drawArea(random: Random): number {
  let left = random.next() * TOTAL_SHARE;
  const found = AREAS.findIndex(({ share }) => (left -= share) < 0);
  return found < 0 ? AREAS.length - 1 : found;
}

/** Cities are old in the middle and new at their edges. */
function drawAge(random: Random, areaIndex: number, place: Place): number {
  const edge = distance(place, AREAS[areaIndex]) / AREAS[areaIndex].spread;
  return clamp(Math.round(41 - 10 * edge + 12 * random.normal()), 1, AGE_CAP);
}

function drawHomes(random: Random, age: number, wealthy: number, onIsland: boolean) {
  const small = random.next() < 0.06 ? Math.log(0.2) : 0;
  const size = onIsland ? Math.log(0.6) : small;
  const households = clamp(
    Math.round(Math.exp(Math.log(430) + size - 0.014 * (age - 28) + 0.6 * random.normal())),
    1,
    6082,
  );
  const roomsEach = Math.exp(Math.log(5.25) + 0.28 * wealthy + 0.16 * random.normal());
  const bedroomShare = Math.exp(Math.log(0.205) - 0.3 * wealthy + 0.13 * random.normal());
  const peopleEach = Math.exp(Math.log(2.82) - 0.06 * wealthy + 0.21 * random.normal());
  const total_rooms = clamp(Math.round(households * roomsEach), 2, 39320);
  const total_bedrooms = clamp(Math.round(total_rooms * bedroomShare), 1, 6445);
  const population = clamp(Math.round(households * peopleEach), 3, 35682);
  return { total_rooms, total_bedrooms, population, households };
}

function proximityOf(place: Place): (typeof PROXIMITIES)[number] {
  const coast = coastDistance(place);
  if (bayDistance(place) < 0.16) return "NEAR BAY";
  if (coast < 0.11) return "NEAR OCEAN";
  return coast < 0.45 ? "<1H OCEAN" : "INLAND";
}

/** Nearness to the sea or the bay is paid for. */
function seaEffect(place: Place): number {
  return 0.4 * Math.exp(-coastDistance(place) / 0.15) + 0.15 * Math.exp(-bayDistance(place) / 0.1) - 0.15;
}

/** To the next hundred, as the census gives it, and capped. */
function toValue(value: number): number {
  const rounded = Math.max(14999, Math.round(value / 100) * 100);
  return rounded > 500000 ? VALUE_CAP : rounded;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}
