// What draws the figures that a reader moves: of Observable Plot, what they need.

export {
  arrow, axisX, axisY, barY, dot, gridX, gridY, line, plot, ruleY, text,
} from "@observablehq/plot";
