import { NotAudited, Public } from '#http';
import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, TypeOrmHealthIndicator } from '@nestjs/terminus';

const DATABASE_TIMEOUT_MS = 2_000;

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
  ) {}

  /** The process runs. */
  @Get('live')
  @Public()
  @NotAudited('It tells that the process runs.')
  live() {
    return { status: 'ok' };
  }

  /** The process can serve: its database answers. */
  @Get('ready')
  @Public()
  @NotAudited('It tells that the database answers.')
  async ready() {
    try {
      const { status } = await this.health.check([
        () => this.database.pingCheck('database', { timeout: DATABASE_TIMEOUT_MS }),
      ]);
      return { status };
    } catch {
      throw new ServiceUnavailableException();
    }
  }
}
