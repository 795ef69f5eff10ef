--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
return load('return {' .. ('1,'):rep(4 << 20) .. '}')
