/** `npx tsx examples/pricing-service/main.ts [port]` */
import { createPricingService } from './service.ts';

const port = Number(process.argv[2] ?? 8080);
createPricingService().listen(port, () => console.log(`http://localhost:${port}/tenants/acme/rules`));
