import { departmentOperations } from './resolvers/department-operations.ts';
import { departmentType } from './resolvers/department-type.ts';

export { applyPreset } from './apply-preset.ts';
export { changeDepartment } from './change-department.ts';
export { configureDepartment, requireConfigurer } from './configure-department.ts';
export { createDepartment } from './create-department.ts';
export { departmentById, listDepartments } from './department.reader.ts';
export { departmentJson, type DepartmentState } from './department-state.ts';
export { departmentsOf, type OfDepartment } from './known-departments.ts';
export { addSupportAddress, removeSupportAddress } from './support-addresses.ts';

export const resolvers = [departmentType, departmentOperations];
