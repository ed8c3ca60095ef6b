import 'reflect-metadata';
import { Controller, Delete, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  Audited,
  AuditedRead,
  NotAudited,
  NotIdempotent,
  Public,
  Requires,
  RequiresInTransaction,
} from '#http';
import { RouteTable } from './route-table.js';

/** Boots an application of these controllers, as the real one boots; answers the table of its routes. */
async function boot(...controllers: Type[]): Promise<RouteTable['routes']> {
  @Module({ imports: [DiscoveryModule], controllers, providers: [RouteTable] })
  class App {}
  const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false, abortOnError: false });
  try {
    await app.init();
    return app.get(RouteTable).routes;
  } finally {
    await app.close();
  }
}

@Controller('things')
class Declared {
  @Get()
  @Requires('types:read')
  @AuditedRead('thing.list')
  list(): string {
    return 'list';
  }

  @Post([':id/copy', ':id/clone/'])
  @RequiresInTransaction('connections:write')
  @Audited('thing.copy')
  @NotIdempotent('A test.')
  copy(): string {
    return this.helper();
  }

  helper(): string {
    return 'no route';
  }
}

describe('RouteTable', () => {
  it('lists every route with what it declares', async () => {
    const audit = { kind: 'event', action: 'thing.copy' };
    const declared = { audit, idempotency: { kind: 'none', reason: 'A test.' } };
    const write = { public: false, permission: 'connections:write', deferred: true };
    expect(await boot(Declared)).toEqual([
      {
        method: 'GET',
        path: '/things',
        handler: 'Declared.list',
        access: { public: false, permission: 'types:read', deferred: false },
        audit: { kind: 'read', action: 'thing.list', idParam: null },
        idempotency: null,
      },
      { method: 'POST', path: '/things/:id/copy', handler: 'Declared.copy', access: write, ...declared },
      { method: 'POST', path: '/things/:id/clone', handler: 'Declared.copy', access: write, ...declared },
    ]);
  });

  it('lists a route once for each path of its controller, and an inherited one too', async () => {
    @Controller(['new', '/old/'])
    class Inheriting extends Declared {}
    const paths = (await boot(Inheriting)).map(({ method, path }) => `${method} ${path}`);
    expect(paths).toHaveLength(6);
    expect(paths).toEqual(expect.arrayContaining(['GET /new', 'GET /old', 'POST /old/:id/copy']));
  });

  it('stops the boot at a route without a permission', async () => {
    @Controller('others')
    class Forgetful {
      @Get()
      @Requires('types:read')
      @AuditedRead('other.list')
      list(): void {}

      @Delete(':id')
      remove(): void {}
    }
    await expect(boot(Declared, Forgetful)).rejects.toThrow(
      'The route Forgetful.remove declares no permission.',
    );
  });

  it('stops the boot at an inherited route without a permission', async () => {
    class Base {
      @Get('base')
      base(): void {}
    }
    @Controller('things')
    class Heir extends Base {}
    await expect(boot(Heir)).rejects.toThrow('The route Heir.base declares no permission.');
  });

  it.each(['api/backend/:tenant/configuration/things', 'healthy', 'api/health/live', 'metrics/more', ''])(
    'stops the boot at a public route under "%s"',
    async (path) => {
      @Controller(path)
      class Open {
        @Get('door')
        @Public()
        @NotAudited('A test.')
        door(): void {}
      }
      await expect(boot(Open)).rejects.toThrow('The route Open.door may not be public.');
    },
  );

  it('lets the health checks and the metrics be public', async () => {
    @Controller()
    class Watched {
      @Get('health/live')
      @Public()
      @NotAudited('A test.')
      live(): void {}

      @Get('metrics')
      @Public()
      @NotAudited('A test.')
      metrics(): void {}
    }
    expect((await boot(Watched)).map(({ access }) => access)).toEqual([{ public: true }, { public: true }]);
  });

  const booting = (method: MethodDecorator, access: MethodDecorator, audit?: MethodDecorator) => {
    @Controller('api')
    class Only {
      @method
      @access
      @(audit ?? (() => undefined))
      route(): void {}
    }
    return boot(Only);
  };

  it.each([
    ['declares no audit event', Get('a'), Requires('types:read'), undefined],
    ['must be audited', Get('a'), Requires('types:read'), NotAudited('A test.')],
    ['must be audited', Post('a'), Requires('connections:write'), NotAudited('A test.')],
    ['must be audited', Post('platform/a'), Requires('tenants:manage'), NotAudited('A test.')],
    ['does not say what an Idempotency-Key does', Post('a'), Requires('types:read'), Audited('a.b')],
    ['is no read', Post('a'), Requires('types:read'), AuditedRead('a.read')],
    ['has no parameter aId', Get('a/:bId'), Requires('types:read'), AuditedRead('a.read', 'aId')],
  ])('stops the boot at a route that %s', async (why, method, access, audit) => {
    await expect(booting(method, access, audit)).rejects.toThrow(`The route Only.route ${why}`);
  });

  it.each([
    ['says who one is', Get('me'), Requires('self:read')],
    ['reads what belongs to no tenant', Get('platform/a'), Requires('tenants:manage')],
  ])('lets a route be without an audit event that %s', async (_, method, access) => {
    await expect(booting(method, access, NotAudited('A test.'))).resolves.toHaveLength(1);
  });
});
