// #region turn
function turn(times) {
  return times * 360
}
// #endregion turn
