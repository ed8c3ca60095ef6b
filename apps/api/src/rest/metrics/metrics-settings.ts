/** Who may read the metrics. */
export class MetricsSettings {
  constructor(readonly token: string | undefined) {}
}
