// Areas of a map stay from one answer to the next, and nothing but their colours changes. ECharts makes each of them anew
// with every option: all points are moved into place and walked along again, all styles are put together again.
//
// This reaches into ECharts where it offers no way of its own; what is not found there leaves it as it was.

/** Has maps keep their areas, once there is a chart that draws one. */
export function keepShapes(chart) {
  const draw = chart._componentsViews?.find(({ _mapDraw }) => _mapDraw)?._mapDraw;
  const made = draw && Object.getPrototypeOf(draw);
  if (!made?._buildGeoJSON || made.buildAll) return;
  made.buildAll = made._buildGeoJSON;
  made._buildGeoJSON = build;
}

/** Stands in for ECharts' own method. */
function build(view, api, geo, model, data, isColoured) {
  const details = [view, api, geo, model, data, isColoured];
  const before = areAlike(this.built, geo.regions) ? outlines(this._regionsGroup) : [];
  const look = isColoured ? lookOf(model) : null;
  if (!before.length || !before.every(({ path }) => path) || !liesAsBefore(this, before[0], details)) this.buildAll(...details);
  else if (look && look === this.look) recolour(this._regionsGroupByName, geo.regions, model, data);
  else dress(this, before, details);
  this.built = geo.regions;
  this.look = look;
}

function areAlike(regions, others) {
  return regions?.length === others.length && regions.every((region, at) => region === others[at]);
}

/** What is drawn of all areas, in the order in which it was made. */
function outlines(group) {
  return group.children().flatMap((area) => area.children());
}

/** Everything about the look of areas but the colours that their values give them. */
function lookOf({ option }) {
  const { itemStyle, label, emphasis, select, blur, regions, silent, selectedMode } = option;
  return JSON.stringify([itemStyle, label, emphasis, select, blur, regions, silent, selectedMode]);
}

/** Whether the first area would come to lie where it lies, which holds for all of them then. */
function liesAsBefore(draw, whole, [view, api, geo, ...rest]) {
  const group = new draw.group.constructor();
  const beside = Object.create(draw, { _regionsGroup: { value: group } });
  draw.buildAll.call(beside, view, api, withRegions(geo, geo.regions.slice(0, 1)), ...rest);
  const [first, second] = outlines(group)[0].shape.paths[0].shape.points;
  const [start, far] = ends(whole.shape.paths[0].shape.points);
  return first[0] === start[0] && first[1] === start[1] && second[0] === far[0] && second[1] === far[1];
}

/** Gives the areas their colours, and the data their areas. */
function recolour(areas, regions, model, data) {
  for (const { name } of regions) {
    const area = areas.get(name);
    const at = data.indexOfName(name);
    const fill = data.getItemVisual(at, "style").fill || model.getRegionModel(name).get(["itemStyle", "areaColor"]);
    for (const outline of area.children()) if (isClosed(outline) && outline.style.fill !== fill) outline.setStyle({ fill });
    data.setItemGraphicEl(at, area);
  }
}

function isClosed(outline) {
  return outline.shape.paths[0].type === "polygon";
}

/** Makes areas of two points each in their new look, and gives them the borders from before. */
function dress(draw, before, [view, api, geo, ...rest]) {
  draw.buildAll(view, api, withRegions(geo, geo.regions), ...rest);
  outlines(draw._regionsGroup).forEach((outline, at) => {
    const { shape, path, _rect } = before[at];
    outline.shape.paths = shape.paths;
    Object.assign(outline, { path, _rect });
    outline.pathUpdated();
  });
}

function withRegions(geo, regions) {
  return Object.create(geo, { regions: { value: regions.map(lightened) } });
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
