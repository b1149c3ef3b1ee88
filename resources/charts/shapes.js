// Areas of a map keep their borders from one answer to the next. ECharts makes each of them anew with every option: all
// points are moved into place and walked along again, although nothing but colours changed.
//
// This reaches into ECharts where it offers no way of its own; what is not found there leaves it as it was.

/** Has maps keep their borders, once there is a chart that draws one. */
export function keepShapes(chart) {
  const draw = chart._componentsViews?.find(({ _mapDraw }) => _mapDraw)?._mapDraw;
  const made = draw && Object.getPrototypeOf(draw);
  if (!made?._buildGeoJSON || made.buildAll) return;
  made.buildAll = made._buildGeoJSON;
  made._buildGeoJSON = build;
}

/** Stands in for ECharts' own method. */
function build(view, api, geo, ...rest) {
  const before = areAlike(this.built, geo.regions) ? outlines(this._regionsGroup) : [];
  const stands = before.length > 0 && before.every(({ path }) => path) && buildLight(this, before, [view, api, geo, ...rest]);
  if (!stands) this.buildAll(view, api, geo, ...rest);
  this.built = geo.regions;
}

function areAlike(regions, others) {
  return regions?.length === others.length && regions.every((region, at) => region === others[at]);
}

/** Builds areas of two points each and gives them the borders from before; false where the map lies elsewhere now. */
function buildLight(draw, before, [view, api, geo, ...rest]) {
  const regions = geo.regions.map(lightened);
  draw.buildAll(view, api, Object.create(geo, { regions: { value: regions } }), ...rest);
  const after = outlines(draw._regionsGroup);
  if (after.length !== before.length || !after.every((outline, at) => liesOn(outline, before[at]))) return false;
  after.forEach((outline, at) => wear(outline, before[at]));
  return true;
}

/** An area with two points in place of each kind of line that it has. */
function lightened(region) {
  const polygon = region.geometries.find(({ type }) => type === "polygon");
  const other = region.geometries.find(({ type }) => type !== "polygon");
  const geometries = [
    ...(polygon ? [{ type: "polygon", exterior: ends(polygon.exterior) }] : []),
    ...(other ? [{ type: other.type, points: [ends(other.points[0])] }] : []),
  ];
  return { name: region.name, geometries, getCenter: () => region.getCenter() };
}

/** The first point of a line and one far from it. */
function ends(line) {
  return [line[0], line[line.length >> 1]];
}

/** What is drawn of all areas, in the order in which it was made. */
function outlines(group) {
  return group.children().flatMap((area) => area.children());
}

function liesOn(light, whole) {
  const [first, second] = light.shape.paths[0].shape.points;
  const [start, far] = ends(whole.shape.paths[0].shape.points);
  return first[0] === start[0] && first[1] === start[1] && second[0] === far[0] && second[1] === far[1];
}

function wear(outline, { shape, path, _rect }) {
  outline.shape.paths = shape.paths;
  Object.assign(outline, { path, _rect });
  outline.pathUpdated();
}
